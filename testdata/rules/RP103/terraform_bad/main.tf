variable "secret" {
  type    = string
  default = "Zz1/3333333333333333333333333333333+FAKE"
}

terraform {
  backend "s3" {
    bucket = "state"
    key    = "state"
    region = "eu-central-1"
    # expect: RP103 violation "root-admin"
    profile = "root-admin"
  }
}

provider "aws" {
  region     = "eu-central-1"
  access_key = "AKIA2222333344445555"
  # expect: RP103 violation "secret_key of provider.aws"
  secret_key = "whatever-stands-here-is-the-secret"
}

provider "aws" {
  alias      = "by_default"
  access_key = "AKIA2222333344446666"
  # expect: RP103 violation "secret_key"
  secret_key = var.secret
}

provider "aws" {
  alias = "by_profile"
  # expect: RP103 violation "acme-root"
  profile = "acme-root"
}

provider "aws" {
  alias = "by_file"
  # expect: RP103 violation "credentials of the account root user"
  shared_credentials_files = ["/home/ci/.aws/root.ini"]
}

# Environments of containers, encoded and as a text.
resource "aws_ecs_task_definition" "encoded" {
  family = "web"
  container_definitions = jsonencode([{
    name  = "web"
    image = "web"
    environment = [
      { name = "STAGE", value = "prod" },
      # expect: RP103 violation "environment variable AWS_SECRET_ACCESS_KEY"
      { name = "AWS_SECRET_ACCESS_KEY", value = "Zz1/1111111111111111111111111111111+FAKE" },
    ]
  }])
}

resource "aws_ecs_task_definition" "text" {
  family = "web"
  # expect: RP103 violation "environment variable OTHER of aws_ecs_task_definition.text"
  container_definitions = "[{\"name\": \"web\", \"environment\": [{\"name\": \"AWS_ID\", \"value\": \"AKIA2222333344445555\"}, {\"name\": \"OTHER\", \"value\": \"Zz1/2222222222222222222222222222222+FAKE\"}]}]"
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = "arn:aws:iam::111122223333:role/worker"
  environment {
    variables = {
      # expect: RP103 violation "environment variable DB_SECRET"
      DB_SECRET = "Zz1/4444444444444444444444444444444+FAKE"
    }
  }
}

resource "aws_instance" "scripted" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "t3.micro"
  user_data     = <<-EOF
    #!/bin/bash
    export AWS_ACCESS_KEY_ID=AKIA2222333344445555
    # expect: RP103 violation "user_data of aws_instance.scripted"
    export AWS_SECRET_ACCESS_KEY=Zz1/7777777777777777777777777777777+FAKE
  EOF
}

# expect: RP103 violation "user_data_base64 of aws_instance.encoded"
resource "aws_instance" "encoded" {
  ami              = "ami-0a1b2c3d4e5f60718"
  instance_type    = "t3.micro"
  user_data_base64 = "IyEvYmluL2Jhc2gKZXhwb3J0IEFXU19BQ0NFU1NfS0VZX0lEPUFLSUEyMjIyMzMzMzQ0NDQ1NTU1CmV4cG9ydCBBV1NfU0VDUkVUX0FDQ0VTU19LRVk9WnoxLzY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjYrRkFLRQo="
}

resource "aws_codebuild_project" "build" {
  name         = "build"
  service_role = "arn:aws:iam::111122223333:role/build"
  artifacts { type = "NO_ARTIFACTS" }
  source { type = "GITHUB" }
  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
    environment_variable {
      name  = "AWS_ACCESS_KEY_ID"
      value = "AKIA2222333344445555"
    }
    environment_variable {
      name = "DEPLOY"
      # expect: RP103 violation "environment variable DEPLOY of aws_codebuild_project.build"
      value = "Zz1/8888888888888888888888888888888+FAKE"
    }
  }
}

resource "aws_ssm_parameter" "key" {
  name = "/deploy/secret_access_key"
  type = "String"
  # expect: RP103 violation "value (/deploy/secret_access_key) of aws_ssm_parameter.key"
  value = "Zz1/9999999999999999999999999999999+FAKE"
}
