variable "device" { type = string }

resource "aws_iam_virtual_mfa_device" "of_somebody" {
  # expect: RP701 undecided var.device
  virtual_mfa_device_name = var.device
}

resource "aws_iam_virtual_mfa_device" "of_desk" {
  virtual_mfa_device_name = "desk-${var.device}"
}
