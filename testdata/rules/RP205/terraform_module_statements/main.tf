# A module that is not on disk, which makes a trust policy of a map of statements.
module "role" {
  source  = "modules.acme.example/identity/role/aws"
  version = "~> 6.0"

  name = "deploy"
  trust_policy_permissions = {
    partner = {
      actions = ["sts:AssumeRole", "sts:TagSession"]
      principals = [{
        type = "AWS"
        # expect: RP205 violation "the whole account 999988887777"
        identifiers = ["arn:aws:iam::999988887777:root"]
      }]
    }
    customer = {
      actions = ["sts:AssumeRole"]
      principals = [{
        type        = "AWS"
        identifiers = ["arn:aws:iam::888877776666:root"]
      }]
      condition = [{
        test     = "StringEquals"
        variable = "sts:ExternalId"
        values   = ["5f1c3f0a"]
      }]
    }
  }
}
