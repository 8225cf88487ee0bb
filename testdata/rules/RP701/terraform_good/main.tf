# expect: none
resource "aws_iam_virtual_mfa_device" "root" {
  virtual_mfa_device_name = "jane"
  path                    = "/root/"
}

# Root is no word of it.
resource "aws_iam_virtual_mfa_device" "rootless" {
  virtual_mfa_device_name = "rootless-builds"
}
