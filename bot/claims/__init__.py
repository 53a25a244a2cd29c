"""What the product knows about claims: pure rules and data, no input or output."""
