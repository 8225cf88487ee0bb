# error in line 2: There is no such directive.
a = "%{ while b }%{ endwhile }"
