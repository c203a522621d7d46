"""The same training in other frameworks, a file each: `epoch(points, targets, widths, rate)`.

points   (N, 2) and targets (N, 2), NumPy arrays of float32.
Returns a function without arguments that makes an epoch of steps of 100 points each.
"""
