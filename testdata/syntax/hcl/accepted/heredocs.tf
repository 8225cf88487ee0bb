# The marker ends its line at once; the closing line holds nothing else but white space.
a = <<EOT
text
  EOT
b = <<-EOT
    text
  EOT
c = <<END-1
\n stays two characters, \q is no error
END-1
d = <<EOT
EOT
e = [<<A
x
A
, <<B
y
B
]
f = upper(<<EOT
x
EOT
)
g = <<A
${<<B
inner
B
}
A
h = "${<<-C
  in quotes
C
}"
i = <<EOT
EOT is no end here
 xEOT
# no comment
EOT
j = <<ÄÖ
x
ÄÖ
k = {
  l = <<-EOT
    x
  EOT
  m = 1
}
