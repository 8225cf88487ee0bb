from_variable_file = ["x", "y"]
from_command_line  = "given.tfvars"
