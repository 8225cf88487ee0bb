variable "env" {}

resource "aws_iam_virtual_mfa_device" "root" {
  # expect: RP701 undecided "var.env"
  virtual_mfa_device_name = "root-mfa-${var.env}"
}
