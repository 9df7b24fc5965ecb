"""Files on their way: chosen for a release, sealed where they lie until they leave, carried in pieces, taken back with their thing.

content               what parcels say of a file: its JSON, both ways. Pure
plans, leaving        what would leave of a thing's files, to whom, under which marks; releasing it
taking                taking a file back, alone or with its thing; putting it under its thing's new marks
arriving, assembling  what other nodes send: kept piece by piece, sealed, and checked whole like a file that is attached here
discarding            a recipient deletes a file and its owner learns it; copies: who has a file, as its owner's books say
"""
