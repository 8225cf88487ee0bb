# Keys in what instances, builds and functions run.
resource "aws_instance" "worker" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data = <<-EOT
    #!/bin/bash
    export AWS_ACCESS_KEY_ID=AKIA2222333344445555
    # expect: RP103 violation "user_data of aws_instance.worker holds a literal AWS secret access key"
    export AWS_SECRET_ACCESS_KEY=Zz1/5555555555555555555555555555555+FAKE
    aws s3 sync s3://builds /srv
  EOT
}

# expect: RP103 violation "user_data of aws_launch_template.encoded"
resource "aws_launch_template" "encoded" {
  name      = "worker"
  user_data = base64encode("aws configure set aws_access_key_id AKIA2222333344445555\naws configure set aws_secret_access_key Zz1/6666666666666666666666666666666+FAKE\n")
}

resource "aws_codebuild_project" "release" {
  name         = "release"
  service_role = "arn:aws:iam::111122223333:role/build"
  artifacts { type = "NO_ARTIFACTS" }
  source {
    type      = "NO_SOURCE"
    buildspec = "version: 0.2"
  }
  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
    environment_variable {
      name  = "AWS_ACCESS_KEY_ID"
      value = "AKIA2222333344445555"
    }
    environment_variable {
      name = "AWS_SECRET_ACCESS_KEY"
      # expect: RP103 violation "environment variable AWS_SECRET_ACCESS_KEY of aws_codebuild_project.release"
      value = "Zz1/7777777777777777777777777777777+FAKE"
    }
  }
}

# The id alone: the secret is looked up when it runs.
resource "aws_lambda_function" "legacy" {
  function_name = "legacy"
  role          = "arn:aws:iam::111122223333:role/legacy"
  environment {
    variables = {
      # expect: RP103 violation "holds the id of a long-term access key"
      LEGACY_KEY = "AKIA2222333344445555"
    }
  }
}

provider "aws" {
  alias = "by_token"
  # expect: RP103 violation "token of provider.aws.by_token holds a literal AWS session token"
  token = "IQoJb3JpZ2luX2VjEHcaCXVzLWVhc3QtMSJHMEUCIQDhXy0123456789012345678901234567890123456789012345678901234567890FAKE"
}

provider "awscc" {
  # expect: RP103 violation "acme-root"
  profile = "acme-root"
}

# Neither example keys and commits nor references are keys.
resource "aws_instance" "commit" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "AKIAIOSFODNN7EXAMPLE\ngit checkout 0123456789abcdef0123456789abcdef01234567\ncat /usr/share/doc/packages/Some/Long/Path1/x\n"
}

resource "aws_codebuild_project" "by_parameter" {
  name         = "by-parameter"
  service_role = "arn:aws:iam::111122223333:role/build"
  artifacts { type = "NO_ARTIFACTS" }
  source { type = "GITHUB" }
  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
    environment_variable {
      name  = "AWS_SECRET_ACCESS_KEY"
      type  = "PARAMETER_STORE"
      value = "/ci/abcdefghijklmnopqrstuvwxyz/secret/KEY1"
    }
  }
}
