# error in line 2: The closing line ends with a line break.
a = <<EOT
x
EOT