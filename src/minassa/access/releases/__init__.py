"""Releases: the outbox and the inbox. What an agency lets out, and what it takes in from others.

A room writes a release in its own transaction and registers what receives one; it never knows how parcels travel.
`exchange` carries what waits and hands in what arrives; it never knows what a parcel means.

    release(opened, parcel, to=...)        a Release row, and a Delivery for each recipient agency
    deliveries_waiting / mark_...          for whoever carries
    take_in(actor, parcel, sender=...)     once, in order, from its owner only; the room's receiver runs in the same transaction
    acknowledge / chase                    corrections and withdrawals are acknowledged, or somebody is told

The rows: `Release` and `Delivery` are the owner's books, seen by its own people; `Inbound` is what arrived, without
content; `Held` holds the content of parcels that came too early, under the label that they bear; `Stream` and
`Tombstone` hold ids and keyed digests alone.
"""
