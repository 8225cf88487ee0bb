# error in line 2: A backslash does not escape a template.
a = "\${b}"
