# expect: none
resource "aws_iam_virtual_mfa_device" "root" {
  virtual_mfa_device_name = "jane"
  path                    = "/root/"
}
