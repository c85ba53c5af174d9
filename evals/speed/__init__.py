"""How fast the program is, against a bare equivalent in the same run."""
