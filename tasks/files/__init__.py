"""What a file is: its name, its kind, its picture, and where its bytes lie."""
