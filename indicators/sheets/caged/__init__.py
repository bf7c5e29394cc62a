"""What runs inside the cage: a child process that loads nothing but the container readers.

These modules import each other by bare name (the folder itself is on the child's path) and
nothing of the rest of the product, so that the child starts within some tens of milliseconds.
"""
