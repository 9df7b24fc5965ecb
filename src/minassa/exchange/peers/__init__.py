"""Peers: the agencies' nodes among each other, without anybody in between who could read, change, lose or double anything.

keys          the node's Ed25519 and X25519 keys, as files
directory     who takes part, signed by the secretariat, in versions
signatures    HTTP Message Signatures (RFC 9421) on every request and answer
sealing       envelopes, sealed with HPKE (RFC 9180)
sending       what waits for other nodes goes out; receiving takes in what comes
relay         the secretariat's letter box, which it cannot open
"""
