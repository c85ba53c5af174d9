"""How fast the program is, compared with a bare equivalent in the same run."""
