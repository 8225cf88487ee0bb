# error in line 2: A for has no else.
a = "%{ for b in c }%{ else }%{ endfor }"
