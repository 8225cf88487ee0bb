# error in line 2: The closing line holds nothing else.
a = [<<EOT
x
EOT, 1]
