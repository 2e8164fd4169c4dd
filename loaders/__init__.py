"""What is read: foreign files become accepted rows, refused rows and nothing in between."""
