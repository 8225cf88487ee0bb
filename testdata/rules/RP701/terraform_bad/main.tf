locals {
  # expect: RP701 violation "its seed stands in the state"
  devices = ["root-account-mfa-device", "jane"]
}

resource "aws_iam_virtual_mfa_device" "each" {
  for_each = toset(local.devices)

  virtual_mfa_device_name = each.value
}

resource "aws_iam_virtual_mfa_device" "word" {
  # expect: RP701 violation "meant for the root user ("root-mfa")"
  virtual_mfa_device_name = "root-mfa"
}
