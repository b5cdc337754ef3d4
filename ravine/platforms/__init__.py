"""Learning platforms, both ways: what students handed in there comes into the class, marks and feedback go back."""
