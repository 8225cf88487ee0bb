# Conditions and loops, nested and with white space trimmed.
a = "%{ if b }yes%{ endif }"
c = "%{ if b }yes%{ else }no%{ endif }"
d = "%{ for x in y }${x},%{ endfor }"
e = "%{ for k, x in y }%{ if x }${k}%{ else }-%{ endif }%{ endfor }"
f = "a  ${~ b ~}  c"
g = "a %{~ if b ~} c %{~ endif ~} d"
h = "%{ if b }%{ endif }"
