# error in line 2: The marker ends its line.
a = <<EOT 
x
EOT
