"""The verbs of access: agencies and communities, people and their roles, sessions, tokens, approvals, the audit log's readers."""
