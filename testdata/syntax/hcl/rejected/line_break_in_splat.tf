# error in line 2: The bracket follows the star at once.
a = b[*
]
