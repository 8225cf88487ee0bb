# error in line 2: One else is enough.
a = "%{ if b }%{ else }%{ else }%{ endif }"
