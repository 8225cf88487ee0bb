# expect: none
variable "user" {
  type = string
}

resource "terraform_data" "key" {
  provisioner "local-exec" {
    command = "aws iam create-access-key --user-name ${var.user} > key.json"
  }
}

resource "null_resource" "talk" {
  provisioner "local-exec" {
    command = "echo 'aws iam create-access-key' >> notes.txt && aws iam list-access-keys"
  }
  provisioner "local-exec" {
    when    = destroy
    command = "aws iam delete-access-key --access-key-id ${self.triggers.id}"
  }
}

resource "aws_instance" "bastion" {
  ami           = "ami-1234567890abcdef0"
  instance_type = "t3.micro"
  user_data     = base64encode("aws iam create-access-key --user-name bastion")
}
