"""Help that needs no network: short pages, keys, words explained, and what this program is made of."""
