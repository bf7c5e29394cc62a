"""What makes the bundle for computers without internet: wheels, notices, start scripts."""
