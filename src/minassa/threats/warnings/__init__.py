"""Warnings: rules that an agency sets, looked at by a job with the eyes of each rule's keeper, reaching that person's work once per happening."""
