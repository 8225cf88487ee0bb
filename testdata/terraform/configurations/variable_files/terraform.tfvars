from_terraform_tfvars = "terraform.tfvars"
from_auto             = "terraform.tfvars"
from_later_auto       = "terraform.tfvars"
from_command_line     = "terraform.tfvars"
numeric_text          = 12345678901234567890
