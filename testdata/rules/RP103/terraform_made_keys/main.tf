# What Terraform makes while it runs is not written anywhere.
resource "aws_iam_user" "deployer" {
  name = "deployer"
}

resource "aws_iam_access_key" "deployer" {
  user = aws_iam_user.deployer.name
}

provider "aws" {
  alias      = "deployer"
  access_key = aws_iam_access_key.deployer.id
  secret_key = aws_iam_access_key.deployer.secret
}

# A key written as the default of a variable that goes the same way is.
variable "secret" {
  type    = string
  default = "k9Xv3mQ7tR1pL5wZ8nB2cF6hJ4sD0gY+aE/uTqVi"
}

provider "aws" {
  alias      = "literal"
  access_key = aws_iam_access_key.deployer.id
  # expect: RP103 violation "holds a literal AWS secret access key"
  secret_key = var.secret
}

# A profile names credentials, and is none.
module "accounts" {
  source = "modules.acme.example/accounts/aws"
}

# expect: RP103 undecided "whether profile of provider.aws names root credentials depends on module.accounts.profile"
provider "aws" {
  profile = module.accounts.profile
}
