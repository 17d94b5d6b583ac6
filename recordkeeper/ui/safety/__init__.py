"""The Safety page: copies, the check, where the library lies, protection, and reports of trouble, in words."""
