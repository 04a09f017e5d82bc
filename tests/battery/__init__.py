"""The large collection of hostile and benign programs, in every mode this machine offers: `make battery`."""
