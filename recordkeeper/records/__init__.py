"""What things are: frozen values every room shares. Standard library only; imports no other room."""
