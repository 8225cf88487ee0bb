# error in line 2: Labels are plain text.
a "b${c}" {}
