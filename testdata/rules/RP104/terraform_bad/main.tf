resource "terraform_data" "key" {
  provisioner "local-exec" {
    command = "aws iam create-access-key > key.json" # expect: RP104 violation "terraform_data.key"
  }
}

resource "null_resource" "keys" {
  triggers = { always = timestamp() }

  provisioner "local-exec" {
    command = <<-SH
      set -e
      # expect: RP104 violation "null_resource.keys"
      AWS_PROFILE=admin sudo -E /usr/local/bin/aws --profile admin iam create-access-key
    SH
  }

  provisioner "local-exec" {
    # expect: RP104 violation "null_resource.keys"
    command = "bash -c 'aws iam create-access-key | tee key.json'"
  }
}

resource "aws_instance" "bastion" {
  ami           = "ami-1234567890abcdef0"
  instance_type = "t3.micro"
  user_data     = <<-SH
    #!/bin/sh
    # expect: RP104 violation "aws_instance.bastion"
    aws iam create-access-key || true
  SH

  provisioner "remote-exec" {
    inline = [
      "uptime",
      "aws iam create-access-key", # expect: RP104 violation
    ]
  }
}

resource "aws_launch_template" "workers" {
  # expect: RP104 violation "aws_launch_template.workers"
  user_data = base64encode("#cloud-config\nruncmd:\n  - aws iam create-access-key\n")
}

resource "aws_codebuild_project" "build" {
  name         = "build"
  service_role = "arn:aws:iam::111122223333:role/build"
  source {
    type = "NO_SOURCE"
    # expect: RP104 violation "aws_codebuild_project.build"
    buildspec = yamlencode({
      version = "0.2"
      phases  = { build = { commands = ["aws iam create-access-key"] } }
    })
  }
}

resource "aws_instance" "windows" {
  ami           = "ami-1234567890abcdef0"
  instance_type = "t3.micro"
  user_data     = <<-PS
    <powershell>
    New-IAMAccessKey # expect: RP104 violation "New-IAMAccessKey without a user"
    </powershell>
  PS
}
