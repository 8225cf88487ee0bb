# A byte order mark at the beginning is dropped.
a = 1
