# Lines may end with carriage return and line feed, and text of heredocs keeps both.
a = 1
b {
  c = <<EOT
one
${a}
EOT
}
