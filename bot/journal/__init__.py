"""What Modulo remembers, in SQL: votes, questions, drafts, the audit record, roles and settings, progress."""
