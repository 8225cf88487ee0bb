# error in line 2: There is no else if.
a = "%{ if b }%{ else if c }%{ endif }"
