"""The CPOR Claims Assistant: claims a customer association for a Microsoft partner, in Teams."""
