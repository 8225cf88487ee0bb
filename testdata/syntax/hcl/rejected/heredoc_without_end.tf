# error in line 2: No line holds just the marker.
a = <<EOT
x
EOT.
