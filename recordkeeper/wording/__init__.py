"""What we say: every sentence a person reads, as data in resources/wording/. Standard library and records only."""
