variable "options" {
  type = string
}

resource "terraform_data" "key" {
  provisioner "local-exec" {
    # expect: RP104 undecided var.options
    command = "aws iam create-access-key ${var.options}"
  }
  provisioner "local-exec" {
    # expect: RP104 undecided "put together when it runs"
    command = "aws iam create-access-key $OPTIONS"
  }
  provisioner "local-exec" {
    # expect: RP104 undecided "put together when it runs"
    command = "aws iam create-access-key --cli-input-json file://key.json"
  }
}
