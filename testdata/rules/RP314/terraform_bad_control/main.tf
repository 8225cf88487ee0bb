# expect: RP314 violation "the exceptions of the control AWS-GR_RESTRICT_ROOT_USER spare every root user"
resource "aws_controltower_control" "restrict_root" {
  control_identifier = "arn:aws:controltower:eu-west-1::control/AWS-GR_RESTRICT_ROOT_USER"
  target_identifier  = "arn:aws:organizations::999988887777:ou/o-a1b2c3d4e5/ou-acme-workload"
  parameters {
    key   = "ExemptedPrincipalArns"
    value = jsonencode(["arn:aws:iam::*:*"])
  }
}

resource "aws_controltower_control" "restrict_root_keys" {
  control_identifier = "arn:aws:controltower:eu-west-1::control/AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS"
  target_identifier  = "arn:aws:organizations::999988887777:ou/o-a1b2c3d4e5/ou-acme-workload"
  parameters {
    key   = "ExemptedPrincipalArns"
    value = jsonencode(["arn:aws:iam::*:role/break-glass"])
  }
}
