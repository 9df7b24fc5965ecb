"""Attachments: files that people attach to records, requests and messages; checked, sealed, and shared without metadata.

names, formats, archives, markup, portable, pictures, wholeness    what may come in, by name and by content
stripping, office, opendocument                   the form that others get, without who made it, where and with what
sealing, keyring, shelf, scanner                  at rest: a key for each file, sealed in chunks, under the node's key
targets, service, reads, housekeeping             to what, by whom; reading; what the node does by itself
"""
