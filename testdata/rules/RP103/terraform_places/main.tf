resource "terraform_data" "command" {
  provisioner "local-exec" {
    # expect: RP103 violation "command of terraform_data.command"
    command = "AWS_ACCESS_KEY_ID=AKIA2222333344445555 AWS_SECRET_ACCESS_KEY=Zz1/5555555555555555555555555555555+FAKE aws s3 ls"
  }
}

resource "terraform_data" "environment" {
  provisioner "local-exec" {
    command = "aws s3 ls"
    environment = {
      AWS_ACCESS_KEY_ID = "AKIA2222333344445555"
      # expect: RP103 violation "environment variable AWS_SECRET_ACCESS_KEY of terraform_data.environment"
      AWS_SECRET_ACCESS_KEY = "Zz1/6666666666666666666666666666666+FAKE"
    }
  }
}

resource "terraform_data" "profile" {
  provisioner "local-exec" {
    # expect: RP103 violation "--profile of terraform_data.profile is "acme-root""
    command = "aws --profile acme-root s3 ls && echo --profile root"
  }
  provisioner "local-exec" {
    command = "aws s3 ls"
    environment = {
      # expect: RP103 violation "AWS_PROFILE of terraform_data.profile is "root""
      AWS_PROFILE = "root"
    }
  }
}

resource "terraform_data" "remote" {
  provisioner "remote-exec" {
    # expect: RP103 violation "inline of terraform_data.remote"
    inline = ["aws configure set aws_secret_access_key Zz1/7777777777777777777777777777777+FAKE"]
  }
}

data "terraform_remote_state" "keys" {
  backend = "s3"
  config = {
    bucket     = "state"
    key        = "state"
    region     = "eu-central-1"
    access_key = "AKIA2222333344445555"
    # expect: RP103 violation "secret_key of data.terraform_remote_state.keys"
    secret_key = "Zz1/8888888888888888888888888888888+FAKE"
  }
}

data "terraform_remote_state" "profile" {
  backend = "s3"
  config = {
    bucket = "state"
    key    = "state"
    # expect: RP103 violation "acme-root"
    profile = "acme-root"
  }
}

data "terraform_remote_state" "local" {
  backend = "local"
  config = {
    path = "root.tfstate"
  }
}

resource "aws_batch_job_definition" "job" {
  name = "job"
  type = "container"
  container_properties = jsonencode({
    image = "job"
    environment = [
      { name = "KEY", value = "AKIA2222333344445555" },
      # expect: RP103 violation "OTHER of aws_batch_job_definition.job"
      { name = "OTHER", value = "Zz1/9999999999999999999999999999999+FAKE" },
    ]
  })
}

resource "aws_apprunner_service" "web" {
  service_name = "web"
  source_configuration {
    image_repository {
      image_identifier      = "web"
      image_repository_type = "ECR"
      image_configuration {
        # expect: RP103 violation "APP_SECRET of aws_apprunner_service.web"
        runtime_environment_variables = { APP_SECRET = "Zz1/1111111111111111111111111111111+FAKE" }
      }
    }
  }
}

resource "aws_elastic_beanstalk_environment" "web" {
  name        = "web"
  application = "web"
  setting {
    namespace = "aws:elasticbeanstalk:application:environment"
    name      = "APP_SECRET"
    # expect: RP103 violation "APP_SECRET of aws_elastic_beanstalk_environment.web"
    value = "Zz1/2222222222222222222222222222222+FAKE"
  }
}

resource "aws_glue_job" "load" {
  name     = "load"
  role_arn = "arn:aws:iam::111122223333:role/load"
  default_arguments = {
    "--key" = "AKIA2222333344445555"
    # expect: RP103 violation "--other of aws_glue_job.load"
    "--other" = "Zz1/3333333333333333333333333333333+FAKE"
  }
}

resource "aws_secretsmanager_secret_version" "ci" {
  secret_id = "ci"
  secret_string = jsonencode({
    id = "AKIA2222333344445555"
    # expect: RP103 violation "key of aws_secretsmanager_secret_version.ci"
    key = "Zz1/4444444444444444444444444444444+FAKE"
  })
}

resource "aws_ssm_document" "run" {
  name          = "run"
  document_type = "Command"
  # expect: RP103 violation "content of aws_ssm_document.run"
  content = "schemaVersion: '2.2'\nmainSteps: [{action: aws:runShellScript, name: run, inputs: {runCommand: [export AWS_SECRET_ACCESS_KEY=Zz1/5555555555555555555555555555555+FAKE]}}]"
}
