# Sequences in a heredoc; a line that continues behind one cannot be the closing line.
a = <<EOT
${b}EOT
%{ if c ~}
  x
%{ else ~}
  y
%{ endif ~}
%{ for x in y }
  ${x}
%{ endfor }
$${literal} %%{literal} $ % $$ $$$
${
  b
}
"quotes" stay
EOT
