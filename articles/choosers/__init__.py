"""What the body editor asks the server while somebody writes."""
