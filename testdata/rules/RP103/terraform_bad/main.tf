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
