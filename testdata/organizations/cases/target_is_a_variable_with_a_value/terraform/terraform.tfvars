target = "r-acme"
